/** Tests of {@code models}. */
@NullMarked
package io.costaware.models;

import org.jspecify.annotations.NullMarked;
