/** Tests of {@code wire}. */
@NullMarked
package io.costaware.vertex.wire;

import org.jspecify.annotations.NullMarked;
