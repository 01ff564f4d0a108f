package io.costaware.dynamodb;

import io.costaware.imitation.WireServer;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The real client, to a local server. */
final class Clients {
  static final String SECRET = "correct-horse-battery";

  private Clients() {}

  static DynamoDbClient of(URI endpoint) {
    return of(endpoint, WireServer.ACCESS_KEY);
  }

  static DynamoDbClient of(URI endpoint, String accessKey) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, SECRET)))
        .build();
  }
}
