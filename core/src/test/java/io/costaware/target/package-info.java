/** Reads names of models of both providers and checks where they lead. */
@NullMarked
package io.costaware.target;

import org.jspecify.annotations.NullMarked;
