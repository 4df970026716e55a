package io.outdial.example;

import io.outdial.client.ApiClient;
import io.outdial.client.ApiException;
import io.outdial.client.api.CampaignsApi;
import io.outdial.client.api.CustomersApi;
import io.outdial.client.model.Campaign;
import io.outdial.client.model.Customer;
import io.outdial.client.model.CustomerBody;
import io.outdial.client.model.Problem;
import java.time.Duration;
import java.util.UUID;

/** The same as OutdialClient.java with generated types. Needs API (https://…/api/v1) and TOKEN in the environment. */
public final class GeneratedClient {

    private GeneratedClient() {}

    public static void main(String[] arguments) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(System.getenv("API").replaceFirst("/api/v1/?$", ""));
        client.setConnectTimeout(Duration.ofSeconds(5));
        client.setReadTimeout(Duration.ofSeconds(30));
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + System.getenv("TOKEN")));

        CustomersApi customers = new CustomersApi(client);
        CustomerBody body = new CustomerBody()
                .externalId("example-" + UUID.randomUUID())
                .phone("+966512345672")
                .name("Omar");
        // However often it is sent with one key, one customer is made.
        String key = UUID.randomUUID().toString();
        Customer made = customers.postCustomers(body, key);
        Customer again = customers.postCustomers(body, key);
        System.out.println(made.getId() + " " + again.getId() + " " + made.getExternalId());

        for (Campaign campaign :
                new CampaignsApi(client).getCampaigns(null, null, 5, null, null, null).getItems()) {
            System.out.println(campaign.getId() + " " + campaign.getName() + " " + campaign.getState());
        }

        try {
            customers.postCustomers(new CustomerBody().externalId("example").phone("no number"), null);
        } catch (ApiException refused) {
            Problem problem = client.getObjectMapper().readValue(refused.getResponseBody(), Problem.class);
            System.out.println(refused.getCode() + " " + problem.getType() + " "
                    + problem.getErrors().get(0).getPointer());
        }
    }
}
