package io.costaware.dynamodb;

import io.costaware.ledger.SliceStoreException;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Says what went wrong with DynamoDB, and what to do; never with credentials. */
final class Faults {
  private static final Set<String> CREDENTIALS =
      Set.of(
          "UnrecognizedClientException",
          "InvalidSignatureException",
          "InvalidClientTokenId",
          "ExpiredTokenException",
          "ExpiredToken",
          "IncompleteSignatureException",
          "MissingAuthenticationTokenException",
          "SignatureDoesNotMatch");
  private static final Set<String> TOO_FAST =
      Set.of(
          "ProvisionedThroughputExceededException",
          "ThrottlingException",
          "RequestLimitExceeded",
          "LimitExceededException");
  private static final Pattern NO_CREDENTIALS =
      Pattern.compile("(?i)unable to load credentials|credentials? (provider|cannot|not)|profile");

  private final String table;

  Faults(String table) {
    this.table = table;
  }

  SliceStoreException of(SdkException fault) {
    if (fault instanceof ResourceNotFoundException) {
      return missing();
    }
    if (fault instanceof DynamoDbException said) {
      return said(said);
    }
    if (fault instanceof ApiCallTimeoutException
        || fault instanceof ApiCallAttemptTimeoutException) {
      return new SliceStoreException(
          "DynamoDB did not answer about the table "
              + table
              + " in time; whether it took the call is not known, and it may be made again",
          fault);
    }
    String message = fault.getMessage() == null ? "" : fault.getMessage();
    if (NO_CREDENTIALS.matcher(message).find()) {
      return refused("the client found none");
    }
    return new SliceStoreException(
        "DynamoDB could not be asked about the table "
            + table
            + ": "
            + message.lines().findFirst().orElse("")
            + ". Look at the client's region, endpoint and network; the call may be made again",
        fault);
  }

  private SliceStoreException said(DynamoDbException fault) {
    String code =
        fault.awsErrorDetails() == null || fault.awsErrorDetails().errorCode() == null
            ? "HTTP " + fault.statusCode()
            : fault.awsErrorDetails().errorCode();
    if (CREDENTIALS.contains(code)) {
      return refused(code);
    }
    String message =
        fault.awsErrorDetails() == null
            ? ""
            : String.valueOf(fault.awsErrorDetails().errorMessage());
    String advice =
        code.equals("AccessDeniedException")
            ? ". Allow the client's role the actions that the README of costaware-dynamodb-ledger"
                + " lists"
            : TOO_FAST.contains(code)
                ? ". The table takes less than it is asked; the call may be made again"
                : "";
    return new SliceStoreException(
        "DynamoDB refused a call about the table " + table + " (" + code + "): " + message + advice,
        fault);
  }

  /** Without the service's words and without a cause: they may repeat what was signed. */
  private SliceStoreException refused(String code) {
    return new SliceStoreException(
        "The credentials for the table "
            + table
            + " in DynamoDB were refused ("
            + code
            + "). Give the client a role or keys that are valid in the table's account and region",
        null);
  }

  SliceStoreException missing() {
    return new SliceStoreException(
        "The table "
            + table
            + " does not exist in the client's account and region. Layout "
            + StoreMarks.LAYOUT
            + " is wanted, and there is none; run DynamoDbSliceStore.setUp once, or look at the"
            + " table's name",
        null);
  }

  SliceStoreException withoutMarks() {
    return new SliceStoreException(
        "The table "
            + table
            + " has not been set up: layout "
            + StoreMarks.LAYOUT
            + " is wanted, and it has no marks of any. Run DynamoDbSliceStore.setUp once",
        null);
  }

  SliceStoreException otherLayout(long layout) {
    return new SliceStoreException(
        "The table "
            + table
            + " has layout "
            + layout
            + ", this version of costaware-dynamodb-ledger reads layout "
            + StoreMarks.LAYOUT
            + ". Use the same version on all nodes, or give this one another table and run"
            + " DynamoDbSliceStore.setUp",
        null);
  }

  SliceStoreException withoutDate() {
    return new SliceStoreException(
        "The answers of DynamoDB about the table "
            + table
            + " have no Date header, so that there is no clock to measure leases by. Look at what"
            + " stands between the client and the service",
        null);
  }
}
