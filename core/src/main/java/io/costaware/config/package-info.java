/**
 * The configuration file: what it says, read and checked as a whole.
 *
 * <p>Reads JSON, and YAML where Jackson's YAML format is on the class path.
 */
@NullMarked
package io.costaware.config;

import org.jspecify.annotations.NullMarked;
