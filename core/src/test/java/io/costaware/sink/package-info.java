/** Breaks, blocks and fills sinks and checks that every event is accounted for. */
@NullMarked
package io.costaware.sink;

import org.jspecify.annotations.NullMarked;
