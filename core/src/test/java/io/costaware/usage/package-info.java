/** Proves how quantities add up. Knows no provider. */
@NullMarked
package io.costaware.usage;

import org.jspecify.annotations.NullMarked;
