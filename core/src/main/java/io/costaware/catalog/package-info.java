/**
 * Prices from elsewhere: importers, what an import would change, and whether it is plausible.
 *
 * <p>An import never changes what is in force. It gives a sheet, or says why not.
 */
@NullMarked
package io.costaware.catalog;

import org.jspecify.annotations.NullMarked;
