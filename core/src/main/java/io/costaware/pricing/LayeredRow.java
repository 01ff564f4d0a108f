package io.costaware.pricing;

/**
 * A row and the layer that lists it.
 *
 * <p>Immutable.
 *
 * @param row the figure
 * @param layer where it stands
 */
record LayeredRow(SheetRow row, PriceLayer layer) {}
