package io.costaware.drill;

/** Processes that share budgets in DynamoDB. */
class DynamoDbDrillTest extends DrillPromises {
  @Override
  String kind() {
    return "dynamodb";
  }

  /** Each loads the whole SDK. */
  @Override
  int nodes() {
    return 2;
  }
}
