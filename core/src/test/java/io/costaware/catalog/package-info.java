/** Price facts, the rules that make rows of them, and drift. */
@NullMarked
package io.costaware.catalog;

import org.jspecify.annotations.NullMarked;
