/**
 * Lets the body of a response fail with other errors.
 *
 * @param response The response. Nobody has read its body.
 * @param translate Makes the error of which the reader is told.
 */
export function translateErrors(
  response: Response,
  translate: (error: unknown) => unknown,
): Response {
  if (response.body === null) return response;
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          controller.error(translate(error));
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is read before somebody wants it.
    { highWaterMark: 0 },
  );
  return new Response(body, response);
}
