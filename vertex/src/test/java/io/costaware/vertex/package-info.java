/** Tests of the drop-in for Gemini, over a real client and a server on loopback. */
@NullMarked
package io.costaware.vertex;

import org.jspecify.annotations.NullMarked;
