/**
 * How large pictures, sound, films and documents are, read from their own headers: pixels, seconds,
 * pages. The number of bytes says nothing of that.
 */
@NullMarked
package io.costaware.media;

import org.jspecify.annotations.NullMarked;
