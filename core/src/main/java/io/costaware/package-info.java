/** The entry point and its builder: assembles all other packages, and no other package knows it. */
@NullMarked
package io.costaware;

import org.jspecify.annotations.NullMarked;
