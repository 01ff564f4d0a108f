package io.costaware.vertex;

import com.google.genai.Client;
import io.costaware.call.CallMeter;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which clients were built here, and by whom they are metered: the SDK's client tells neither.
 * Forgets a client that nobody holds.
 */
final class MadeClients {
  private static final Map<Client, CallMeter> METERS =
      Collections.synchronizedMap(new WeakHashMap<>());

  private MadeClients() {}

  static Client remember(Client client, CallMeter meter) {
    METERS.put(client, meter);
    return client;
  }

  /** Null if the client was not built here. */
  static @Nullable CallMeter meterOf(Client client) {
    return METERS.get(client);
  }
}
