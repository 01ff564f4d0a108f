/**
 * What is told about a call: one event for each attempt, one for each refusal, and one for each
 * time that the cost of an attempt is reckoned anew.
 *
 * <p>Holds counts, names, tags and money; never a prompt, an answer, a credential or a header
 * value.
 */
@NullMarked
package io.costaware.event;

import org.jspecify.annotations.NullMarked;
