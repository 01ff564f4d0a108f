/** Tests of {@code tags}. */
@NullMarked
package io.costaware.tags;

import org.jspecify.annotations.NullMarked;
