/**
 * Proves the common interface over Bedrock with real clients over loopback.
 *
 * <p>Knows no account.
 */
@NullMarked
package io.costaware.bedrock.converse;

import org.jspecify.annotations.NullMarked;
