/** What a misspelt name may have meant. Not exported: it serves error messages alone. */
@NullMarked
package io.costaware.spelling;

import org.jspecify.annotations.NullMarked;
