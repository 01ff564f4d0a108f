/**
 * Where events go: sinks, the guard and the bounded queue in front of them, and the store that can
 * be asked for past events.
 *
 * <p>A sink never delays or breaks a call.
 */
@NullMarked
package io.costaware.sink;

import org.jspecify.annotations.NullMarked;
