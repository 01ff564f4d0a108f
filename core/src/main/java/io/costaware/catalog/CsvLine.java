package io.costaware.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One record of a CSV file as RFC 4180 has them: cells may be quoted, and then hold commas, line
 * breaks and doubled quotes.
 *
 * <p>Immutable.
 *
 * @param number the line on which it begins, from 1
 * @param cells its cells, quotes taken off
 */
record CsvLine(int number, List<String> cells) {
  CsvLine {
    cells = List.copyOf(cells);
  }

  /** All records of a text; empty lines are none. */
  static List<CsvLine> of(String text, Consumer<String> fault) {
    return new Scanner(text, fault).lines();
  }

  /** A cell as a file has it: quoted only if it must be. */
  static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain && cell.equals(cell.strip()) ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  private static final class Scanner {
    private final String text;
    private final Consumer<String> fault;
    private final List<CsvLine> lines = new ArrayList<>();
    private List<String> cells = new ArrayList<>();
    private int at;
    private int line = 1;
    private int began = 1;

    Scanner(String text, Consumer<String> fault) {
      this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
      this.fault = fault;
    }

    List<CsvLine> lines() {
      while (at < text.length()) {
        cells.add(text.charAt(at) == '"' ? quotedCell() : plainCell());
        if (at < text.length() && text.charAt(at) == ',') {
          at++;
          if (at == text.length()) {
            cells.add("");
          }
        } else {
          lineEnd();
        }
      }
      endRecord();
      return lines;
    }

    private String plainCell() {
      int start = at;
      while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
        if (text.charAt(at) == '"') {
          fault.accept("line " + line + ": a quote inside a cell; put the whole cell in quotes");
        }
        at++;
      }
      return text.substring(start, at);
    }

    private String quotedCell() {
      StringBuilder cell = new StringBuilder();
      int opened = line;
      at++;
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c != '"') {
          line += c == '\n' ? 1 : 0;
          cell.append(c);
        } else if (at < text.length() && text.charAt(at) == '"') {
          cell.append('"');
          at++;
        } else {
          if (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            fault.accept("line " + line + ": text follows a closing quote");
            cell.append(plainCell());
          }
          return cell.toString();
        }
      }
      fault.accept("line " + opened + ": a quote is opened and never closed");
      return cell.toString();
    }

    private void lineEnd() {
      endRecord();
      if (at < text.length()) {
        at += text.startsWith("\r\n", at) ? 2 : 1;
        line++;
        began = line;
      }
    }

    private void endRecord() {
      if (cells.size() > 1 || (cells.size() == 1 && !cells.get(0).isBlank())) {
        lines.add(new CsvLine(began, cells));
      }
      cells = new ArrayList<>();
    }
  }
}
