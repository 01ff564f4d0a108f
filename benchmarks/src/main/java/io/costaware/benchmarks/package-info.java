/**
 * Measures what costaware adds to a call: its parts with JMH, and whole calls beside those of the
 * raw SDKs and of other Java libraries. Knows no cloud: every answer comes out of memory or from
 * loopback.
 */
@NullMarked
package io.costaware.benchmarks;

import org.jspecify.annotations.NullMarked;
