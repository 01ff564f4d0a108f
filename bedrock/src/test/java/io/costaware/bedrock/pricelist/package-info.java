/** The AWS Price List, from files and over the wire. */
@NullMarked
package io.costaware.bedrock.pricelist;

import org.jspecify.annotations.NullMarked;
