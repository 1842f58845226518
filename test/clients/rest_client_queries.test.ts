import assert from "node:assert/strict";
import {
  type Configuration,
  ProcessInstanceQueryDtoSortingSortByEnum as InstanceSortBy,
  ProcessInstanceQueryDtoSortingSortOrderEnum as InstanceSortOrder,
  VariableQueryParameterDtoOperatorEnum as Operator,
  ProcessInstanceApi,
  VariableInstanceQueryDtoSortingSortByEnum as SortBy,
  VariableInstanceQueryDtoSortingSortOrderEnum as SortOrder,
  VariableInstanceApi,
} from "@visaright/camunda-rest-client";
import { suite } from "../support/suite.ts";
import { boxed, withRestClient } from "./with_rest_client.ts";

const test = suite("queries of @visaright/camunda-rest-client");

/** Starts a server with the variables of three instances, and gives their ids in order. */
function withOrders(run: (configuration: Configuration) => Promise<void>): Promise<void> {
  return withRestClient(async ({ configuration }) => {
    const api = new ProcessInstanceApi(configuration);
    for (const [id, amount, city] of [
      ["order 1", 5, "Zürich"],
      ["order 2", 42, "Graz"],
      ["order 3", 42.5, "zürich"],
    ] as const) {
      const type = Number.isInteger(amount) ? "Integer" : "Double";
      const modifications = {
        amount: { value: boxed(amount), type },
        city: { value: boxed(city), type: "String" },
      };
      await api.modifyProcessInstanceVariables({ id, patchVariablesDto: { modifications } });
    }
    await run(configuration);
  });
}

/** Short forms of what the client says of variables. */
function shown(
  variables: readonly {
    readonly processInstanceId?: string | null;
    readonly name?: string | null;
  }[],
): readonly string[] {
  return variables.map(({ processInstanceId, name }) => `${processInstanceId}: ${name}`);
}

test("lists and counts variables by GET", () =>
  withOrders(async (configuration) => {
    const api = new VariableInstanceApi(configuration);
    const list = async (query: Parameters<typeof api.getVariableInstances>[0]) =>
      shown((await api.getVariableInstances(query)).data);
    const count = async (query: Parameters<typeof api.getVariableInstancesCount>[0]) =>
      (await api.getVariableInstancesCount(query)).data.count;

    assert.equal(await count({}), 6);
    assert.equal(await count({ variableNameLike: "c%y" }), 3);
    assert.equal(await count({ processInstanceIdIn: "order 1,order 3" }), 4);
    assert.equal(await count({ variableValues: "city_like_%rich" }), 2);
    const ignoringCase = { variableValues: "city_eq_ZÜRICH", variableValuesIgnoreCase: true };
    assert.deepEqual(await list(ignoringCase), ["order 1: city", "order 3: city"]);
    const page = {
      variableName: "city",
      sortBy: "variableName",
      sortOrder: "desc",
      firstResult: 1,
      maxResults: 1,
      deserializeValues: false,
    } as const;
    assert.deepEqual(await list(page), ["order 2: city"]);
  }));

test("lists and counts variables by POST, by values with types", () =>
  withOrders(async (configuration) => {
    const api = new VariableInstanceApi(configuration);
    const variableInstanceQueryDto = {
      variableValues: [{ name: "amount", operator: Operator.Gteq, value: boxed(42) }],
      sorting: [{ sortBy: SortBy.VariableType, sortOrder: SortOrder.Desc }],
    };
    const { data } = await api.queryVariableInstances({ variableInstanceQueryDto });
    assert.deepEqual(
      data.map(({ type, value }) => [type, value]),
      [
        ["Integer", 42],
        ["Double", 42.5],
      ],
    );
    const page = { variableInstanceQueryDto, firstResult: 1, maxResults: 5 };
    assert.deepEqual(shown((await api.queryVariableInstances(page)).data), ["order 3: amount"]);
    const counted = await api.queryVariableInstancesCount({ variableInstanceQueryDto });
    assert.equal(counted.data.count, 2);
  }));

test("lists and counts instances, by GET and by POST", () =>
  withOrders(async (configuration) => {
    const api = new ProcessInstanceApi(configuration);
    const found = await api.getProcessInstances({
      variables: "city_eq_graz",
      variableValuesIgnoreCase: true,
      active: true,
      sortBy: "instanceId",
      sortOrder: "asc",
    });
    assert.deepEqual(
      found.data.map(({ id, ended, suspended }) => [id, ended, suspended]),
      [["order 2", false, false]],
    );
    assert.equal((await api.getProcessInstancesCount({ suspended: true })).data.count, 0);

    const processInstanceQueryDto = {
      variables: [
        { name: "amount", operator: Operator.Lt, value: boxed(100) },
        { name: "city", operator: Operator.Neq, value: boxed("Zürich") },
      ],
      sorting: [{ sortBy: InstanceSortBy.InstanceId, sortOrder: InstanceSortOrder.Desc }],
    };
    const { data } = await api.queryProcessInstances({ processInstanceQueryDto, maxResults: 10 });
    assert.deepEqual(
      data.map(({ id }) => id),
      ["order 3", "order 2"],
    );
    const counted = await api.queryProcessInstancesCount({ processInstanceQueryDto });
    assert.equal(counted.data.count, 2);
    const one = await api.getProcessInstance({ id: "order 3" });
    assert.deepEqual([one.data.id, one.data.businessKey], ["order 3", null]);
  }));

test("is told what is wrong with a query", () =>
  withOrders(async (configuration) => {
    const api = new VariableInstanceApi(configuration);
    const variableInstanceQueryDto = {
      variableValues: [{ name: "amount", operator: Operator.Gt, value: boxed(true) }],
    };
    await assert.rejects(api.queryVariableInstances({ variableInstanceQueryDto }), {
      status: 400,
      data: {
        type: "NotValidException",
        message: "Booleans and null cannot be used in 'greater than' condition",
        code: 0,
      },
    });
  }));
