/**
 * Proves with the providers' own SDK clients that the wire servers speak what those clients read.
 */
@NullMarked
package io.costaware.testkit.wire;

import org.jspecify.annotations.NullMarked;
