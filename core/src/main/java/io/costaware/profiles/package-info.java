/**
 * Which inference profile a call goes through, looked up by its tags and model.
 *
 * <p>Knows nothing of the service that lists the profiles, which is plugged in, or of calls.
 */
@NullMarked
package io.costaware.profiles;

import org.jspecify.annotations.NullMarked;
