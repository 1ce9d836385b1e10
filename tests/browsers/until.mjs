/** Waits for a condition; what says what is missing when it does not come. */
export const until = async (patience, what, condition) => {
  const end = Date.now() + patience
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`${await what()}, after ${patience / 1000} s`)
    await new Promise(again => setTimeout(again, 200))
  }
}
