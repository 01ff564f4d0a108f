/**
 * Proves the listing of profiles with real clients over loopback.
 *
 * <p>Knows no account.
 */
@NullMarked
package io.costaware.bedrock.profile;

import org.jspecify.annotations.NullMarked;
