package io.outdial.kernel;

import java.math.BigDecimal;

/**
 * An amount in a currency.
 *
 * @param amount decimal, at most four places
 * @param currency ISO 4217 code, such as {@code SAR}
 */
public record Money(BigDecimal amount, String currency) {}
