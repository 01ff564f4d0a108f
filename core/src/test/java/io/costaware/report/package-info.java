/** Tests of reports over stored events. */
@NullMarked
package io.costaware.report;

import org.jspecify.annotations.NullMarked;
