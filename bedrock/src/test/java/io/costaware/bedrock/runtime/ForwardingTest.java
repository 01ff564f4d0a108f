package io.costaware.bedrock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.testkit.wire.BedrockReply;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ListAsyncInvokesRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ListAsyncInvokesResponse;
import software.amazon.awssdk.utils.builder.Buildable;

/** Runs on the oldest SDK that is supported as well; see the module's pom. */
class ForwardingTest {
  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  /** An operation that a later SDK adds: its default throws, as those of the SDK do. */
  public interface LaterClient extends BedrockRuntimeClient {
    default String imagine(String request) {
      throw new UnsupportedOperationException();
    }

    default String imagine(Consumer<StringBuilder> request) {
      StringBuilder builder = new StringBuilder();
      request.accept(builder);
      return imagine(builder.toString());
    }
  }

  @Test
  void consumerOverloadsAreMetered() {
    rig.server.enqueue(BedrockReply.text("Hi"));

    rig.sync().converse(c -> c.modelId(Rig.MODEL).messages(Rig.user("Hello")));

    assertThat(rig.calls()).hasSize(1);
  }

  @Test
  void consumerOverloadsOfTheAsyncClientAreMetered() throws Exception {
    rig.server.enqueue(BedrockReply.text("Hi"), BedrockReply.text("Hi"));
    BedrockRuntimeAsyncClient client = rig.async();

    client
        .converse(c -> c.modelId(Rig.MODEL).messages(Rig.user("Hello")))
        .get(20, TimeUnit.SECONDS);
    client
        .converseStream(c -> c.modelId(Rig.MODEL).messages(Rig.user("Hello")), StreamTape.all())
        .get(20, TimeUnit.SECONDS);

    assertThat(rig.calls()).hasSize(2);
  }

  @Test
  void countTokensIsForwardedAndNoEvent() {
    rig.server.enqueue(BedrockReply.tokens(12));

    int tokens =
        rig.sync()
            .countTokens(
                c ->
                    c.modelId(Rig.MODEL).input(i -> i.converse(v -> v.messages(Rig.user("Hello")))))
            .inputTokens();

    assertThat(tokens).isEqualTo(12);
    assertThat(rig.events).isEmpty();
  }

  @Test
  void everyOperationOfThisSdkReachesTheClientBehind() throws Exception {
    Set<String> seen = new TreeSet<>();
    BedrockRuntimeClient behind = noting(BedrockRuntimeClient.class, seen);
    BedrockRuntimeClient metered = rig.clients().wrap(behind);
    Set<String> offered = new TreeSet<>();
    for (Method method : BedrockRuntimeClient.class.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers()) && method.getParameterCount() == 1) {
        Class<?> type = method.getParameterTypes()[0];
        if (type != Consumer.class) {
          offered.add(method.getName());
          method.invoke(metered, built(type));
        }
      }
    }

    assertThat(seen).containsAll(offered).contains("converse", "invokeModel", "applyGuardrail");
  }

  private static Object built(Class<?> type) throws Exception {
    Object builder = type.getMethod("builder").invoke(null);
    Class<?> builderType = Class.forName(type.getName() + "$Builder");
    try {
      builderType.getMethod("modelId", String.class).invoke(builder, Rig.MODEL);
    } catch (NoSuchMethodException e) {
      // Not every operation names a model.
      assertThat(builder).isNotNull();
    }
    return ((Buildable) builder).build();
  }

  @Test
  void anOperationThatALaterSdkAddsReachesTheClientBehind() {
    Set<String> seen = new TreeSet<>();
    BedrockRuntimeClient metered = rig.clients().wrap(noting(LaterClient.class, seen));

    assertThat(metered).isInstanceOf(LaterClient.class);
    assertThat(((LaterClient) metered).imagine("x")).isNull();
    assertThat(((LaterClient) metered).imagine(b -> b.append("x"))).isNull();

    assertThat(seen).contains("imagine");
    assertThat(rig.events).isEmpty();
  }

  @Test
  void paginatorsOfOtherOperationsRunOnTheClientBehind() {
    List<String> pages = new ArrayList<>();
    BedrockRuntimeClient behind =
        new BedrockRuntimeClient() {
          @Override
          public ListAsyncInvokesResponse listAsyncInvokes(ListAsyncInvokesRequest request) {
            pages.add(String.valueOf(request.nextToken()));
            return ListAsyncInvokesResponse.builder()
                .nextToken(request.nextToken() == null ? "2" : null)
                .build();
          }

          @Override
          public String serviceName() {
            return "bedrock";
          }

          @Override
          public void close() {}
        };

    long count = rig.clients().wrap(behind).listAsyncInvokesPaginator(r -> {}).stream().count();

    assertThat(count).isEqualTo(2);
    assertThat(pages).containsExactly("null", "2");
  }

  @Test
  void exceptionsKeepTheirType() {
    BedrockRuntimeClient behind =
        new BedrockRuntimeClient() {
          @Override
          public ConverseResponse converse(ConverseRequest request) {
            throw SdkClientException.create("from the SDK");
          }

          @Override
          public String serviceName() {
            return "bedrock";
          }

          @Override
          public void close() {}
        };
    BedrockRuntimeClient metered = rig.clients().wrap(behind);

    assertThatThrownBy(() -> metered.converse(Rig.hello().build()))
        .isInstanceOf(SdkClientException.class)
        .hasMessage("from the SDK");
    assertThatThrownBy(() -> metered.listAsyncInvokes(ListAsyncInvokesRequest.builder().build()))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void theProxyBehavesAsAnObject() {
    BedrockRuntimeClient one = rig.sync();
    BedrockRuntimeClient other = rig.sync();

    assertThat(List.of(one, other).indexOf(other)).isEqualTo(1);
    assertThat(one).isNotEqualTo(other);
    assertThat(new HashSet<>(List.of(one, other))).contains(one, other);
    assertThat(one.toString()).startsWith("metered ");
    assertThat(one.serviceName()).isEqualTo("bedrock");
    assertThat(one.serviceClientConfiguration().region().id()).isEqualTo("us-east-1");
    assertThat(rig.async().serviceClientConfiguration().region().id()).isEqualTo("us-east-1");
  }

  @Test
  void aMeteredClientIsNeverMeteredTwice() {
    BedrockRuntimeClient built = rig.sync();
    BedrockRuntimeAsyncClient async = rig.async();

    assertThat(rig.clients().wrap(built)).isSameAs(built);
    assertThat(rig.clients().wrap(async)).isSameAs(async);
    try (Rig another = new Rig()) {
      MeteredClients others = another.clients();
      assertThatThrownBy(() -> others.wrap(built))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another CostAware");
      assertThatThrownBy(() -> others.wrap(async)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aMeteredClientBehindSomebodyElsesDecoratorIsNotMeteredTwice() {
    rig.server.enqueue(BedrockReply.text("Hi"));
    BedrockRuntimeClient built = rig.sync();
    BedrockRuntimeClient decorated =
        new BedrockRuntimeClient() {
          @Override
          public ConverseResponse converse(ConverseRequest request) {
            return built.converse(request);
          }

          @Override
          public String serviceName() {
            return built.serviceName();
          }

          @Override
          public void close() {
            built.close();
          }
        };

    rig.clients().wrap(decorated).converse(Rig.hello().build());

    assertThat(rig.calls()).hasSize(1);
  }

  @Test
  void closingFollowsThePolicy() {
    Set<String> seen = new TreeSet<>();
    rig.clients().wrap(noting(BedrockRuntimeClient.class, seen)).close();
    assertThat(seen).as("a wrapped client is the caller's own").doesNotContain("close");

    rig.closesWrapped = true;
    rig.clients().wrap(noting(BedrockRuntimeClient.class, seen)).close();
    assertThat(seen).contains("close");

    BedrockRuntimeClient built = rig.sync();
    built.close();
    assertThatThrownBy(() -> built.converse(Rig.hello().build()))
        .as("a built one is closed for good")
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void theCallersBuilderAndInterceptorsAreKept() {
    rig.server.enqueue(BedrockReply.text("Hi"), BedrockReply.text("Hi"));
    List<String> seen = new ArrayList<>();
    var builder = rig.syncBuilder();
    var config =
        builder.overrideConfiguration().toBuilder()
            .addExecutionInterceptor(
                new software.amazon.awssdk.core.interceptor.ExecutionInterceptor() {
                  @Override
                  public void beforeExecution(
                      software.amazon.awssdk.core.interceptor.Context.BeforeExecution context,
                      software.amazon.awssdk.core.interceptor.ExecutionAttributes attributes) {
                    seen.add("before");
                  }
                })
            .build();
    builder.overrideConfiguration(config);

    rig.clients().build(builder).converse(Rig.hello().build());
    rig.clients().build(builder).converse(Rig.hello().build());

    assertThat(seen).hasSize(2);
    assertThat(builder.overrideConfiguration().executionInterceptors()).hasSize(1);
    assertThat(rig.calls()).extracting(e -> e.attempt()).containsExactly(1, 1);
  }

  @Test
  void anUnchangedRequestIsSentAsTheVeryInstance() {
    List<Object> sent = new ArrayList<>();
    BedrockRuntimeAsyncClient behind =
        (BedrockRuntimeAsyncClient)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BedrockRuntimeAsyncClient.class},
                (proxy, method, arguments) -> {
                  if (arguments == null) {
                    return null;
                  }
                  sent.add(arguments[0]);
                  return CompletableFuture.completedFuture(ConverseResponse.builder().build());
                });
    ConverseRequest request = Rig.hello().build();

    assertThat(rig.clients().wrap(behind).converse(request)).isCompleted();

    assertThat(sent.get(0)).isSameAs(request);
  }

  private static <C> C noting(Class<C> type, Set<String> seen) {
    InvocationHandler noting =
        new InvocationHandler() {
          @Override
          public @Nullable Object invoke(
              Object proxy, Method method, Object @Nullable [] arguments) {
            seen.add(method.getName());
            return null;
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, noting));
  }
}
