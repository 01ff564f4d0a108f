/** Tests of the call's life, against a real ledger and real rate cards. */
@NullMarked
package io.costaware.call;

import org.jspecify.annotations.NullMarked;
