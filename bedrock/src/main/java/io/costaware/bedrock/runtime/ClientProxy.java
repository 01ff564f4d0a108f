package io.costaware.bedrock.runtime;

import io.costaware.call.CallMeter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before a metered client and sends each method where it belongs: a metered operation, its
 * {@code Consumer} overloads and its paginators to the metering class, whose inherited defaults
 * come back to the metered form; every other operation, also one that a later SDK adds, to the
 * SDK's client. Without it such an operation would end in the interface's default, which throws.
 */
final class ClientProxy implements InvocationHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ClientProxy.class);
  private static final String PAGINATOR = "Paginator";

  private final Object metered;
  private final Object delegate;
  private final CallMeter meter;
  private final Map<Method, Object> targets;

  private ClientProxy(
      Object metered, Object delegate, CallMeter meter, Map<Method, Object> targets) {
    this.metered = metered;
    this.delegate = delegate;
    this.meter = meter;
    this.targets = targets;
  }

  /**
   * A client of the given type.
   *
   * @param metered handles what it overrides
   * @param delegate handles the rest
   */
  static <C> C of(Class<C> type, C metered, C delegate, CallMeter meter) {
    Class<?>[] interfaces = interfaces(type, delegate);
    Map<Method, Object> targets = new HashMap<>();
    Set<String> names =
        Arrays.stream(metered.getClass().getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(Method::getName)
            .collect(Collectors.toSet());
    for (Class<?> offered : interfaces) {
      for (Method method : offered.getMethods()) {
        targets.put(method, target(method, names, metered, delegate));
      }
    }
    ClassLoader loader = interfaces[interfaces.length - 1].getClassLoader();
    return type.cast(
        Proxy.newProxyInstance(
            loader, interfaces, new ClientProxy(metered, delegate, meter, targets)));
  }

  /** The meter of a client that was made here; null for every other client. */
  static @Nullable CallMeter meterOf(Object client) {
    return Proxy.isProxyClass(client.getClass())
            && Proxy.getInvocationHandler(client) instanceof ClientProxy proxy
        ? proxy.meter
        : null;
  }

  /** The type itself, and what the client offers beyond it. */
  private static Class<?>[] interfaces(Class<?> type, Object delegate) {
    Set<Class<?>> offered = new LinkedHashSet<>();
    offered.add(type);
    for (Class<?> of = delegate.getClass(); of != null; of = of.getSuperclass()) {
      for (Class<?> candidate : of.getInterfaces()) {
        if (type.isAssignableFrom(candidate) && Modifier.isPublic(candidate.getModifiers())) {
          offered.add(candidate);
        }
      }
    }
    return offered.toArray(Class<?>[]::new);
  }

  private static Object target(Method method, Set<String> names, Object metered, Object delegate) {
    String name = method.getName();
    String operation =
        name.endsWith(PAGINATOR) ? name.substring(0, name.length() - PAGINATOR.length()) : name;
    if (!names.contains(operation) || !method.getDeclaringClass().isInstance(metered)) {
      return delegate;
    }
    boolean leadsBack =
        !name.equals(operation)
            || Arrays.asList(method.getParameterTypes()).contains(Consumer.class);
    if (leadsBack || overrides(metered, method)) {
      return metered;
    }
    LOG.warn("{} is new to this version of costaware and goes unmetered", method);
    return delegate;
  }

  private static boolean overrides(Object metered, Method method) {
    for (Method own : metered.getClass().getDeclaredMethods()) {
      if (own.getName().equals(method.getName())
          && Arrays.equals(own.getParameterTypes(), method.getParameterTypes())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    Object target = targets.getOrDefault(method, delegate);
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw cause == null ? e : cause;
    }
  }

  private Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "metered " + delegate;
    };
  }

  @Override
  public String toString() {
    return "metered by " + metered;
  }
}
