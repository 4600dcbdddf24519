import { releaseKey, type IndexNews, type Project, type Verdict } from '../../project/model.ts';

/** What the index says of a locked release: newer ones, and whether it was withdrawn. Empty where it was not asked. */
export function indexRow({ input }: Project, { package: { name, version } }: Verdict): string {
  const news = version === null ? undefined : input.index?.news.get(releaseKey(name, version));
  return news === undefined ? '' : textOf(news);
}

/** What the release says of itself: `Light on demand; MIT`. */
export function aboutRow({ input }: Project, { package: { name, version } }: Verdict): string {
  const news = version === null ? undefined : input.index?.news.get(releaseKey(name, version));
  const { summary = '', license = '' } = news?.about ?? {};
  return [summary, license].filter((part) => part !== '').join('; ');
}

function textOf({ yanked, gone = [], allowed, newest, vulnerabilities }: IndexNews): string {
  const newer =
    newest === null
      ? []
      : allowed === null
        ? [`${newest.version} is newest`]
        : allowed.version === newest.version
          ? [`${newest.version} is newest, and allowed`]
          : [`${allowed.version} is allowed`, `${newest.version} is newest`];
  const parts = [
    ...(yanked === null ? [] : [yanked === '' ? 'withdrawn' : `withdrawn (${yanked})`]),
    ...(gone.length === 0
      ? []
      : [`has no more ${gone.length === 1 ? gone[0] : `${gone.length} of its files`}`]),
    ...vulnerabilities.map(({ id }) => id),
    ...newer,
  ];
  return parts.join(', ');
}
