package io.costaware.pricing;

/**
 * What one sheet or overlay says about a model, and how high it lies over the others.
 *
 * <p>Immutable.
 *
 * @param model the prices
 * @param version what receipts call the layer
 * @param height 0 for sheets; overlays lie above, each over those before it
 * @param staleFromMillis first millisecond of the epoch at which its prices count as old; {@link
 *     Long#MAX_VALUE} if never
 * @param staleWarning what a receipt says from then on
 */
record PriceLayer(
    SheetModel model, String version, int height, long staleFromMillis, String staleWarning) {}
