/** Tests of {@code usage}. */
@NullMarked
package io.costaware.vertex.usage;

import org.jspecify.annotations.NullMarked;
