"""Fits a line through measurements and prints what is left over."""

import numpy as np
import pandas as pd
from scipy import stats


def fit(table):
    """The regression of column `y` on column `x`, and the residuals as a column of their own."""
    line = stats.linregress(table["x"], table["y"])
    return line, table.assign(residual=table["y"] - (line.intercept + line.slope * table["x"]))


def main():
    rng = np.random.default_rng(0)
    x = np.linspace(0.0, 10.0, 50)
    table = pd.DataFrame({"x": x, "y": 2.0 * x + 1.0 + rng.normal(0.0, 0.1, x.size)})
    line, fitted = fit(table)
    print(f"y = {line.slope:.3f} x + {line.intercept:.3f}")
    print(fitted["residual"].describe())


if __name__ == "__main__":
    main()
