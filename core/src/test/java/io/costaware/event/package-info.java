/** Writes and reads events, drawn at random too. */
@NullMarked
package io.costaware.event;

import org.jspecify.annotations.NullMarked;
