import type { GivenInstance, GivenTask } from "../../rest/tasks/task_case.ts";
import { activityIdOf, topicOf } from "../../rest/tasks/task_defaults.ts";

/** A process in BPMN whose instances have these external tasks, all at once. */
export function processModel(given: GivenInstance): string {
  const { key = "process", versionTag, stays = false, tasks } = given;
  const activities = tasks.map((task, index) => {
    const id = activityIdOf(given, index);
    return { id, element: serviceTask(task, id, topicOf(given, index)) };
  });
  if (stays) activities.push({ id: "stay", element: '<userTask id="stay"/>' });
  const tag = versionTag === undefined ? "" : ` camunda:versionTag="${inXml(versionTag)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="definitions" targetNamespace="urn:varpost">
  <process id="${inXml(key)}" isExecutable="true" camunda:historyTimeToLive="P1D"${tag}>
    <startEvent id="start"/>
    <sequenceFlow id="begin" sourceRef="start" targetRef="fork"/>
    <parallelGateway id="fork"/>
    ${activities.map(({ id, element }, index) => withFlows(id, element, index)).join("\n    ")}
  </process>
</definitions>`;
}

function withFlows(id: string, element: string, index: number): string {
  return `<sequenceFlow id="to-${index}" sourceRef="fork" targetRef="${id}"/>
    ${element}
    <sequenceFlow id="from-${index}" sourceRef="${id}" targetRef="end-${index}"/>
    <endEvent id="end-${index}"/>`;
}

function serviceTask(
  { priority, extensionProperties = {} }: GivenTask,
  id: string,
  topic: string,
): string {
  const properties = Object.entries(extensionProperties).map(
    ([name, value]) => `<camunda:property name="${inXml(name)}" value="${inXml(value)}"/>`,
  );
  const priorities = priority === undefined ? "" : ` camunda:taskPriority="${priority}"`;
  const extensions =
    properties.length === 0
      ? ""
      : `<extensionElements><camunda:properties>${properties.join("")}</camunda:properties></extensionElements>`;
  return `<serviceTask id="${id}" camunda:type="external" camunda:topic="${inXml(topic)}"${priorities}>${extensions}</serviceTask>`;
}

function inXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
