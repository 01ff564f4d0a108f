/** Tests of the package of the same name. */
@NullMarked
package io.costaware.media;

import org.jspecify.annotations.NullMarked;
