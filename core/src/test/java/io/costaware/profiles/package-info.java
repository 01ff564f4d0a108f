/** Tests of {@code profiles}. */
@NullMarked
package io.costaware.profiles;

import org.jspecify.annotations.NullMarked;
