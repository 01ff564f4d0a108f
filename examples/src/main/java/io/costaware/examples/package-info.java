/**
 * Programs to read and to run: the quickstart, and small ones for one purpose each.
 *
 * <p>Offline by default: local endpoints speak both clouds' wire formats.
 */
@NullMarked
package io.costaware.examples;

import org.jspecify.annotations.NullMarked;
