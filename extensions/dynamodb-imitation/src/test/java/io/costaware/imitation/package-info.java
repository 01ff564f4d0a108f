/** Tests of the house. */
@NullMarked
package io.costaware.imitation;

import org.jspecify.annotations.NullMarked;
