package io.outdial.platform;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.outdial.kernel.Money;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.regex.Pattern;

/** Money is {@code {"amount": "12.50", "currency": "SAR"}}: the amount a decimal string, so that no reader rounds it. */
@Singleton
class MoneyJson implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule("money")
                .addSerializer(Money.class, new Writer())
                .addDeserializer(Money.class, new Reader()));
    }

    private static final class Writer extends JsonSerializer<Money> {
        @Override
        public void serialize(Money money, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeStartObject();
            out.writeStringField("amount", money.amount().toPlainString());
            out.writeStringField("currency", money.currency());
            out.writeEndObject();
        }
    }

    private static final class Reader extends JsonDeserializer<Money> {

        /** Ten digits and four places: what the database keeps. */
        private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,4})?");

        @Override
        public Money deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                return (Money) context.handleUnexpectedToken(Money.class, in);
            }
            String amount = null;
            String currency = null;
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                JsonToken token = in.nextToken();
                if (field.equals("amount") && (token == JsonToken.VALUE_STRING || token.isNumeric())) {
                    amount = in.getText();
                } else if (field.equals("currency") && token == JsonToken.VALUE_STRING) {
                    currency = in.getText();
                } else {
                    throw Problem.invalid(
                            "/" + field, "unknown_field", "Money has an amount and a currency, both texts.");
                }
            }
            return money(amount, currency);
        }

        private static Money money(String amount, String currency) {
            if (amount == null || !AMOUNT.matcher(amount).matches()) {
                throw Problem.invalid(
                        "/amount", "wrong_format", "An amount is a decimal such as 12.50, with at most four places.");
            }
            try {
                return new Money(
                        new BigDecimal(amount),
                        Currency.getInstance(currency == null ? "" : currency).getCurrencyCode());
            } catch (IllegalArgumentException e) {
                throw Problem.invalid("/currency", "unknown_currency", "A currency is an ISO 4217 code such as SAR.");
            }
        }
    }
}
