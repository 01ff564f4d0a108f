/** Tests of the package of the same name. */
@NullMarked
package io.costaware.client;

import org.jspecify.annotations.NullMarked;
