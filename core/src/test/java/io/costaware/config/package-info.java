/** Tests of {@code config}. */
@NullMarked
package io.costaware.config;

import org.jspecify.annotations.NullMarked;
