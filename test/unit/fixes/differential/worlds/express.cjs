// Of Express 4 what a handler sees: nobody looks at what it returns, and `next` leads on, with an error to the handlers of errors.
module.exports = () => {
  const steps = [];
  const add =
    (path) =>
    (first, ...handlers) => {
      const [at, list] = typeof first === 'string' ? [first, handlers] : [path, [first, ...handlers]];
      for (const handler of list) steps.push({ at, handler });
    };
  /** What a request is answered with; `open` where it is not. */
  const answer = (url) =>
    new Promise((resolve) => {
      const request = { url, params: {} };
      const response = {
        status: (code) => ((response.code = code), response),
        send: (body) => resolve([response.code ?? 200, body]),
      };
      const go = (index, error) => {
        const next = steps.findIndex(
          ({ at, handler }, i) => i >= index && (!at || at === url) && (handler.length === 4) === (error !== undefined),
        );
        if (next < 0) return response.status(error ? 500 : 404).send(error?.message);
        const on = (failure) => go(next + 1, failure);
        if (error) return steps[next].handler(error, request, response, on);
        return steps[next].handler(request, response, on);
      };
      go(0);
      setTimeout(resolve, 1000, 'open');
    });
  return { use: add(), get: add(), answer };
};
