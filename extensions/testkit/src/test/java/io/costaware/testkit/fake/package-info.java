/** The fake model keeps the contract of the real clients, and the sink remembers. */
@NullMarked
package io.costaware.testkit.fake;

import org.jspecify.annotations.NullMarked;
